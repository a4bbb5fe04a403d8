import { BulbOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/i18n.js';
import { themeChoices, useTheme } from '../theme/theme-choice.js';

/** Language and theme: both at once, both kept in this browser only. */
export function Preferences() {
  const { t } = useTranslation();
  const { language, choose } = useLanguage();
  const theme = useTheme();
  const other =
    language === 'zh'
      ? ({ language: 'en', tag: 'en', name: 'EN' } as const)
      : ({ language: 'zh', tag: 'zh-CN', name: '中文' } as const);
  return (
    <>
      <Button type="text" lang={other.tag} onClick={() => choose(other.language)}>
        {other.name}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [theme.choice],
          items: themeChoices.map((key) => ({ key, label: t(`top.themes.${key}`) })),
          onClick: ({ key }) => theme.choose(themeChoices.find((choice) => choice === key) ?? 'system'),
        }}
      >
        <Button
          type="text"
          icon={<BulbOutlined aria-hidden />}
          aria-label={`${t('top.theme')}: ${t(`top.themes.${theme.choice}`)}`}
        />
      </Dropdown>
    </>
  );
}
