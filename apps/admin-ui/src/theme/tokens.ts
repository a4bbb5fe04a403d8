/**
 * The product's colours and measures. Every pair of text and ground used by a page reaches 4.5:1, controls and focus 3:1,
 * in both themes; antd's own defaults do not, so each value here is the one drawn, not a seed.
 */
export const shared = {
  fontSize: 14,
  borderRadius: 6,
  borderRadiusLG: 8,
  controlHeight: 32,
  lineWidthFocus: 2,
  fontWeightStrong: 600,
  fontFamily:
    '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Helvetica Neue", Arial, sans-serif',
  fontFamilyCode:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace',
};

export const light = {
  colorPrimary: '#0B57E0',
  colorPrimaryHover: '#0A4CC4',
  colorPrimaryActive: '#083FA3',
  colorPrimaryBg: '#E6EFFF',
  colorPrimaryBorder: '#4A86F7',
  colorInfo: '#0B57E0',
  colorLink: '#0B57E0',
  colorLinkHover: '#083FA3',
  colorSuccess: '#0B6B39',
  colorSuccessBg: '#E4F6EB',
  colorSuccessBorder: '#9FD9B8',
  colorWarning: '#8A4B00',
  colorWarningBg: '#FFF1DC',
  colorWarningBorder: '#F0C98C',
  colorError: '#C4320A',
  colorErrorHover: '#A82A08',
  colorErrorActive: '#8C2307',
  colorErrorText: '#B42D09',
  colorErrorBg: '#FFEDE3',
  colorErrorBorder: '#F5B79C',
  colorTextBase: '#181C1F',
  colorText: '#181C1F',
  colorTextHeading: '#181C1F',
  colorTextSecondary: 'rgba(24,28,31,.72)',
  colorTextTertiary: 'rgba(24,28,31,.66)',
  colorTextDescription: 'rgba(24,28,31,.66)',
  colorTextPlaceholder: 'rgba(24,28,31,.62)',
  colorBgLayout: '#F3F4F7',
  colorBgContainer: '#FFFFFF',
  colorBgElevated: '#FFFFFF',
  colorBorder: '#7F8894',
  colorBorderSecondary: '#E4E7EB',
  colorSplit: '#E4E7EB',
};

export const dark: typeof light = {
  colorPrimary: '#2B67E0',
  colorPrimaryHover: '#2F6FE8',
  colorPrimaryActive: '#2456BF',
  colorPrimaryBg: '#13233F',
  colorPrimaryBorder: '#6FA0F7',
  colorInfo: '#78A6F5',
  colorLink: '#78A6F5',
  colorLinkHover: '#9CC0FF',
  colorSuccess: '#5FD38D',
  colorSuccessBg: '#0F2A1A',
  colorSuccessBorder: '#1F5637',
  colorWarning: '#F5B454',
  colorWarningBg: '#33230B',
  colorWarningBorder: '#6B4A16',
  colorError: '#FF8F66',
  colorErrorHover: '#FFA683',
  colorErrorActive: '#FF7A4A',
  colorErrorText: '#FF8F66',
  colorErrorBg: '#381A0C',
  colorErrorBorder: '#7A3518',
  colorTextBase: '#FFFFFF',
  colorText: '#E8EAED',
  colorTextHeading: '#F4F5F7',
  colorTextSecondary: 'rgba(255,255,255,.72)',
  colorTextTertiary: 'rgba(255,255,255,.62)',
  colorTextDescription: 'rgba(255,255,255,.62)',
  colorTextPlaceholder: 'rgba(255,255,255,.55)',
  colorBgLayout: '#0F1011',
  colorBgContainer: '#18191A',
  colorBgElevated: '#242628',
  colorBorder: '#70757D',
  colorBorderSecondary: '#303336',
  colorSplit: '#303336',
};

/** A state's text on its tint, and `mark` for charts and large icons. */
export interface StateColours {
  text: string;
  tint: string;
  mark: string;
}

export type StateColourName =
  | 'active'
  | 'needs_consent'
  | 'indeterminate'
  | 'suspended'
  | 'revoked'
  | 'expired'
  | 'failure';

export const lightStates: Record<StateColourName, StateColours> = {
  active: { text: '#0B6B39', tint: '#E4F6EB', mark: '#1A8F52' },
  needs_consent: { text: '#8A4B00', tint: '#FFF1DC', mark: '#B86E0B' },
  indeterminate: { text: '#6B2FB3', tint: '#F3EAFD', mark: '#8E4FD6' },
  suspended: { text: '#0A5F7A', tint: '#E2F2F7', mark: '#1B87A8' },
  revoked: { text: '#3B424B', tint: '#E4E7EB', mark: '#5B6470' },
  expired: { text: '#59626E', tint: '#F3F4F7', mark: '#858E9A' },
  failure: { text: '#B42D09', tint: '#FFEDE3', mark: '#C4320A' },
};

export const darkStates: Record<StateColourName, StateColours> = {
  active: { text: '#5FD38D', tint: '#0F2A1A', mark: '#5FD38D' },
  needs_consent: { text: '#F5B454', tint: '#33230B', mark: '#F5B454' },
  indeterminate: { text: '#C9A2F7', tint: '#2A1B3D', mark: '#C9A2F7' },
  suspended: { text: '#67C3E0', tint: '#0E2A35', mark: '#67C3E0' },
  revoked: { text: '#D3D7DD', tint: '#34383D', mark: '#9AA1AB' },
  expired: { text: '#A7AEB8', tint: '#232528', mark: '#6B7079' },
  failure: { text: '#FF8F66', tint: '#381A0C', mark: '#FF8F66' },
};
