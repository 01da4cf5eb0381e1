// Ant Design for the pages that need its heavier pieces; the home page does without, so it stays light on a bad phone.
import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.tsx';

const sans = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';

// The library's greys are too pale for 4.5:1; every text colour is set from our own tokens (ui/tokens.css).
const theme = {
  token: {
    colorPrimary: '#0e5a4c', colorInfo: '#0e5a4c', colorLink: '#0e5a4c', colorError: '#a3262a', colorWarning: '#8a4f0b', colorSuccess: '#0e5a4c',
    colorText: '#18211e', colorTextSecondary: '#3d4945', colorTextTertiary: '#55615d', colorTextQuaternary: '#55615d', colorTextPlaceholder: '#55615d',
    colorTextDescription: '#55615d', colorTextHeading: '#18211e', colorBorder: '#8d958f', colorBorderSecondary: '#dad8cf', colorBgLayout: '#f5f4ef',
    borderRadius: 6, fontFamily: sans, fontSize: 15, lineHeight: 1.65,
  },
  components: { Table: { headerBg: '#efede6', headerColor: '#3d4945', cellPaddingBlock: 9, cellPaddingInline: 8, cellPaddingInlineSM: 8 } },
};

// The only words of the library that these pages show; its full locales would cost more than they say.
const locales = {
  zh: { locale: 'zh-cn', Table: { triggerDesc: '点击降序排列', triggerAsc: '点击升序排列', cancelSort: '取消排序', emptyText: '暂无数据' } },
  en: { locale: 'en', Table: { triggerDesc: 'Sort descending', triggerAsc: 'Sort ascending', cancelSort: 'Cancel sorting', emptyText: 'No data' } },
};

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function AntdRoot({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  return (
    <ConfigProvider locale={locales[language]} theme={theme} {...(nonce ? { csp: { nonce } } : {})}>
      {children}
    </ConfigProvider>
  );
}
