import { DownOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { plainText } from '../display/foreign-text.js';
import { useOperator, useOverview } from '../session/operator.js';
import { signOut } from '../sign-in/sign-out.js';
import { Brand } from './brand.js';
import { JumpTo } from './jump-to.js';
import { Preferences } from './preferences.js';

export function TopBar({ openMenu }: { openMenu(): void }) {
  const { t } = useTranslation();
  const operator = useOperator();
  const account = t('top.account', { name: plainText(operator.name), role: operator.role });
  return (
    <header className="top-bar">
      <Button
        type="text"
        className="menu-button"
        icon={<MenuOutlined aria-hidden />}
        aria-label={t('nav.open')}
        onClick={openMenu}
      />
      <Brand />
      <EmulatorBand />
      <span className="push" />
      <JumpTo />
      <a className="api-link" href="/docs">
        {t('top.api')}
      </a>
      <Preferences />
      {operator.name && (
        <Dropdown
          trigger={['click']}
          menu={{ items: [{ key: 'out', label: t('top.signOut'), onClick: () => void signOut() }] }}
        >
          <Button
            type="text"
            className="account"
            aria-label={account}
            icon={<DownOutlined aria-hidden />}
            iconPlacement="end"
          >
            <span className="one-line">{account}</span>
          </Button>
        </Dropdown>
      )}
    </header>
  );
}

/** Whoever revokes here should know whether real people are behind it. */
function EmulatorBand() {
  const { t } = useTranslation();
  const dingtalk = useOverview().data?.dingtalk;
  if (!dingtalk || dingtalk.isDingTalk) return null;
  const hosts = [...new Set([dingtalk.loginUrl, dingtalk.apiUrl, dingtalk.oapiUrl])].join(', ');
  return (
    <Tooltip title={t('top.emulatorMeaning', { hosts })}>
      <strong className="emulator">{t('top.emulator')}</strong>
    </Tooltip>
  );
}
