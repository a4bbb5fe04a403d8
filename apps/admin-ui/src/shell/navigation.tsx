import {
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  DashboardOutlined,
  KeyOutlined,
  NotificationOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  StopOutlined,
  TagsOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { pages } from '../pages.js';
import { addressOfPage, navigationGroups, type PageName } from './pages.js';

const icons: { readonly [Name in PageName]?: typeof AuditOutlined } = {
  overview: DashboardOutlined,
  grants: SafetyCertificateOutlined,
  people: UserOutlined,
  scopes: TagsOutlined,
  callers: ApiOutlined,
  applications: AppstoreOutlined,
  revocations: StopOutlined,
  audit: AuditOutlined,
  keys: KeyOutlined,
  operators: TeamOutlined,
  webhooks: NotificationOutlined,
  settings: SettingOutlined,
};

/** Only pages that exist; a link to nothing teaches people not to trust the others. */
const shownGroups = navigationGroups
  .map((names) => names.filter((name) => pages[name]?.list))
  .filter((names) => names.length > 0);

export function Navigation({ current, onGo }: { current: PageName | undefined; onGo?: () => void }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.label')} className="navigation">
      {shownGroups.map((names) => (
        <ul key={names[0]}>
          {names.map((name) => {
            const Icon = icons[name];
            return (
              <li key={name}>
                <Link
                  href={addressOf(addressOfPage(name))}
                  aria-current={name === current ? 'page' : undefined}
                  onClick={onGo}
                >
                  {Icon && <Icon aria-hidden />}
                  {t(`nav.${name}`)}
                </Link>
              </li>
            );
          })}
        </ul>
      ))}
    </nav>
  );
}
