import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { plainText } from './foreign-text.js';

/** The last eight characters, because UUIDv7 ids share their first ones for weeks; copies the whole. */
export function ShortId({ id, whole = false }: { id: string; whole?: boolean }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const shown = plainText(id);
  return (
    <span className="short-id">
      <code className={whole ? undefined : 'nowrap'} title={shown}>
        {whole || shown.length <= 9 ? shown : `…${shown.slice(-8)}`}
      </code>
      <Button
        type="text"
        size="small"
        icon={<CopyOutlined aria-hidden />}
        aria-label={t('display.copy', { id: shown.slice(-8) })}
        onClick={(event) => {
          event.stopPropagation();
          copy(id);
        }}
      />
    </span>
  );
}

export function useCopy(): (text: string) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  return (text) => {
    void navigator.clipboard.writeText(text).then(() => message.success(t('display.copied')));
  };
}
