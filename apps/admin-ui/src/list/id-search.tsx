import { Button, Input, Space } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface IdSearchProps {
  label: string;
  value: string | undefined;
  before?: ReactNode;
  /** Wide enough to read a whole id, as one does to compare two. */
  whole?: boolean;
  find(value: string | undefined): void;
}

/** Searches when asked to: on Enter, which an input method composing Chinese keeps for itself, or by its button. */
export function IdSearch({ label, value, before, whole, find }: IdSearchProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(value ?? '');
  useEffect(() => setDraft(value ?? ''), [value]);
  const submit = () => find(draft.trim() || undefined);
  return (
    <Space.Compact className={whole ? 'id-search whole-id' : 'id-search'}>
      {before}
      <Input
        aria-label={label}
        placeholder={label}
        value={draft}
        allowClear
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onClear={() => find(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) submit();
        }}
      />
      <Button onClick={submit}>{t('list.find')}</Button>
    </Space.Compact>
  );
}
