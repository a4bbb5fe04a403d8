import { useTranslation } from 'react-i18next';

export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path fill="currentColor" fillRule="evenodd" d="M16 2 30 16 16 30 2 16ZM16 10l-6 6 6 6 6-6Z" />
      </svg>
      {t('product')}
    </span>
  );
}
