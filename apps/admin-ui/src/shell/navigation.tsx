import {
  ApiOutlined,
  AuditOutlined,
  DashboardOutlined,
  SafetyCertificateOutlined,
  StopOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { type PageName, pageNames } from './pages.js';

const icons: Record<PageName, typeof AuditOutlined> = {
  overview: DashboardOutlined,
  grants: SafetyCertificateOutlined,
  callers: ApiOutlined,
  revocations: StopOutlined,
  audit: AuditOutlined,
  operators: TeamOutlined,
};

/** Only pages that exist; a link to nothing teaches people not to trust the others. */
export function Navigation({ current, onGo }: { current: PageName; onGo?: () => void }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.label')} className="navigation">
      <ul>
        {pageNames.map((name) => {
          const Icon = icons[name];
          return (
            <li key={name}>
              <Link
                href={addressOf(name === 'overview' ? '' : name)}
                aria-current={name === current ? 'page' : undefined}
                onClick={onGo}
              >
                <Icon aria-hidden />
                {t(`nav.${name}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
