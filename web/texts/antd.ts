// The only words of the library that these pages show; its full locales would cost more than they say.
export const antdTexts = {
  zh: { locale: 'zh-cn', Table: { triggerDesc: '点击降序排列', triggerAsc: '点击升序排列', cancelSort: '取消排序', emptyText: '暂无数据' } },
  en: { locale: 'en', Table: { triggerDesc: 'Sort descending', triggerAsc: 'Sort ascending', cancelSort: 'Cancel sorting', emptyText: 'No data' } },
};
