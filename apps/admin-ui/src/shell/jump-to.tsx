import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef, Modal } from 'antd';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { LookupHit } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Link } from '../location/link.js';
import { addressOf, useNavigate } from '../location/use-location.js';

/** Ctrl or ⌘ K: what something is that was pasted, and the way to it. Says what it found before it goes, and runs no command. */
export function JumpTo() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.isComposing || event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);
  return (
    <>
      <Button
        className="jump-button"
        icon={<SearchOutlined aria-hidden />}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <span className="jump-words">
          {t('jump.open')} <kbd aria-hidden>Ctrl K</kbd>
        </span>
      </Button>
      {isOpen && <JumpDialog close={() => setOpen(false)} />}
    </>
  );
}

function JumpDialog({ close }: { close(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = useId();
  const field = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const lookup = useQuery({
    queryKey: ['lookup', q],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/lookup', { params: { query: { q } }, signal })),
    enabled: isEnough(q),
    staleTime: 10_000,
    retry: false,
  });
  const items = isEnough(q) ? (lookup.data?.items ?? []) : [];
  const go = (hit: LookupHit) => {
    close();
    navigate(addressOfHit(hit));
  };
  return (
    <Modal
      open
      title={t('jump.title')}
      footer={null}
      onCancel={close}
      width={640}
      afterOpenChange={(opened) => opened && field.current?.focus()}
    >
      <label className="unseen" htmlFor={id}>
        {t('jump.label')}
      </label>
      <Input
        id={id}
        ref={field}
        value={text}
        size="large"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder={t('jump.label')}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          const [first] = items;
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && first && text.trim() === q) go(first);
        }}
      />
      <div className="jump-found" aria-live="polite">
        {lookup.error && <ProblemPanel error={lookup.error} />}
        {!isEnough(q) && <p className="quiet">{t('jump.help')}</p>}
        {lookup.isLoading && <p className="quiet">{t('jump.looking')}</p>}
        {lookup.data && isEnough(q) && items.length === 0 && <p className="quiet">{t('jump.nothing')}</p>}
        {items.length > 0 && (
          <ul className="lines" aria-label={t('jump.found')}>
            {items.map((hit) => (
              <li key={`${hit.kind} ${hit.id}`}>
                <span className="quiet nowrap">{t(`jump.kinds.${hit.kind}`)}</span>
                <Link href={addressOfHit(hit)} onClick={close}>
                  <ForeignText text={hit.name ?? hit.id} />
                </Link>
                {hit.detail && <ForeignText text={hit.detail} />}
                {hit.at && (
                  <span className="end">
                    <Instant at={hit.at} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

/** One Chinese character is a family name; one letter is nothing yet. */
const isEnough = (q: string): boolean => q.length >= 2 || /\p{Script=Han}/u.test(q);

function addressOfHit({ kind, id }: LookupHit): string {
  switch (kind) {
    case 'grant':
      return addressOf(`grants/${id}`);
    case 'person':
      return addressOf(`people/${encodeURIComponent(id)}`);
    case 'organisation':
      return addressOf('grants', { corpId: id });
    case 'scope':
      return addressOf(`scopes/${id}`);
    case 'application':
      return addressOf(`applications/${id}`);
    case 'caller':
      return addressOf(`callers/${id}`);
    case 'operator':
      return addressOf(`operators/${id}`);
    case 'consent':
      return addressOf(`consents/${id}`);
    case 'revocation':
      return addressOf(`revocations/${id}`);
    case 'job':
      return addressOf(`jobs/${id}`);
    case 'handout':
    case 'audit_record':
      return addressOf(`audit/${id}`);
    case 'request':
      return addressOf('audit', { requestId: id });
  }
}
