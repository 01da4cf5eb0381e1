// Ant Design for the pages that need its heavier pieces; the home page does without, so it stays light on a bad phone.
import { ConfigProvider, theme as antd } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { tokenColour, useTheme } from './theme.ts';
import { antdTexts } from '../texts/antd.ts';
import { useTexts } from '../texts/index.tsx';

const sans = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';

// The library's greys are too pale for 4.5:1; every colour is one of our own tokens (ui/tokens.css), in light and in dark.
function themeOf(dark: boolean) {
  const c = tokenColour;
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: c('jade'), colorInfo: c('jade'), colorLink: c('jade'), colorError: c('danger'), colorWarning: c('ochre'), colorSuccess: c('jade'),
      colorText: c('ink'), colorTextSecondary: c('ink-2'), colorTextTertiary: c('ink-3'), colorTextQuaternary: c('ink-3'), colorTextPlaceholder: c('ink-3'),
      colorTextDescription: c('ink-3'), colorTextHeading: c('ink'), colorBorder: c('line-strong'), colorBorderSecondary: c('line'), colorBgLayout: c('paper'),
      colorBgContainer: c('sheet'), colorBgElevated: c('sheet'), borderRadius: 6, fontFamily: sans, fontSize: 15, lineHeight: 1.65,
    },
    components: { Table: { headerBg: c('sunk'), headerColor: c('ink-2'), cellPaddingBlock: 9, cellPaddingInline: 8, cellPaddingInlineSM: 8 } },
  };
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function AntdRoot({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  const [mode] = useTheme();
  const theme = useMemo(() => themeOf(mode === 'dark'), [mode]);
  return (
    <ConfigProvider locale={antdTexts[language]} theme={theme} {...(nonce ? { csp: { nonce } } : {})}>
      {children}
    </ConfigProvider>
  );
}
