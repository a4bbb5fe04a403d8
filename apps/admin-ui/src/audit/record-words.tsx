import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ForeignText } from '../display/foreign-text.js';

/** What was done, in words; its type, which exports and the API name it by, on hover. */
export function Act({ type }: { type: string }) {
  return <Worded group="acts" name={type} />;
}

/** What came of it. */
export function Outcome({ outcome }: { outcome: string }) {
  return <Worded group="outcomes" name={outcome} />;
}

/** A newer broker may write what this page has no words for. */
function Worded({ group, name }: { group: 'acts' | 'outcomes'; name: string }) {
  const { t, i18n } = useTranslation();
  const key = `${group}.${name}`;
  return (
    <span data-name={name} title={name}>
      {i18n.exists(key) ? t(key as ParseKeys) : <ForeignText text={name} />}
    </span>
  );
}
