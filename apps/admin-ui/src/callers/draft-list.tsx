import { Alert, Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { DraftFields } from './draft-fields.js';
import { beyondOf, lackingOf } from './drafts.js';
import type { Drafts } from './use-drafts.js';

/** Entitlements being edited, each by the number that a rule in an answer will name, with what to know about it. */
export function DraftList({ drafts: { drafts, applications, isChecked, change, add, remove } }: { drafts: Drafts }) {
  const { t } = useTranslation();
  return (
    <Form layout="vertical" component="div" className="drafts">
      {drafts.length === 0 && <p className="quiet">{t('callers.noEntitlementsMeaning')}</p>}
      {drafts.map((draft, index) => {
        const application = applications.find(({ name }) => name === draft.application);
        const beyond = beyondOf(draft, drafts, application);
        return (
          <fieldset key={draft.key}>
            <legend>{t('draft.legend', { position: index + 1 })}</legend>
            <DraftFields
              draft={draft}
              applications={applications}
              lacking={isChecked ? lackingOf(draft) : undefined}
              change={(part) => change(draft.key, part)}
            />
            {beyond.length > 0 && draft.scopes.length > 0 && (
              <Alert
                type="warning"
                showIcon
                title={t('draft.handleOnly', { application: draft.application })}
                description={<code>{beyond.join(' ')}</code>}
              />
            )}
            <div>
              <Button
                size="small"
                aria-label={t('draft.removeNamed', { position: index + 1 })}
                onClick={() => remove(draft.key)}
              >
                {t('draft.remove')}
              </Button>
            </div>
          </fieldset>
        );
      })}
      <div>
        <Button onClick={add}>{t('draft.add')}</Button>
      </div>
    </Form>
  );
}
