import { type ThemeConfig, theme } from 'antd';
import { dark, light, shared } from './tokens.js';

type Algorithm = Exclude<ThemeConfig['algorithm'], undefined | readonly unknown[]>;

/**
 * antd derives colours from seeds, in the dark theme so far that our vermilion fell to 2.85:1. The palette is therefore
 * laid over what the algorithm derived, and given as `token` as well: only both together draw exactly these values.
 */
const exact =
  (base: Algorithm, palette: typeof light): Algorithm =>
  (seed, map) => ({ ...base(seed, map), ...palette });

export function antdTheme({ isDark, isStill }: { isDark: boolean; isStill: boolean }): ThemeConfig {
  const palette = isDark ? dark : light;
  const token = { ...shared, ...palette, motion: !isStill };
  // In the dark one colour cannot be both a fill under white text and a text on black; selected things take the link's.
  const selected = palette.colorLink;
  return {
    cssVar: { key: 'broker' },
    algorithm: exact(isDark ? theme.darkAlgorithm : theme.defaultAlgorithm, palette),
    token,
    components: {
      Table: {
        cellPaddingBlockMD: 8,
        cellPaddingInlineMD: 12,
        headerSplitColor: 'transparent',
        rowSelectedHoverBg: palette.colorPrimaryBg,
      },
      Tabs: { itemSelectedColor: selected, itemHoverColor: selected, itemActiveColor: selected, inkBarColor: selected },
      Pagination: { itemActiveColor: selected },
      Button: {
        fontWeight: 500,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        defaultHoverColor: selected,
        defaultHoverBorderColor: selected,
        defaultActiveColor: selected,
        defaultActiveBorderColor: selected,
        dangerColor: isDark ? '#2B0F04' : '#FFFFFF',
      },
      ...(isDark && { Badge: { colorTextLightSolid: '#2B0F04' } }),
    },
  };
}
