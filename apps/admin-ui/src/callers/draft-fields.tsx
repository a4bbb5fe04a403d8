import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Application, Delivery } from '../api/types.js';
import { ScopeSelect } from '../scopes/scope-select.js';
import { useWhyNot } from '../session/permissions.js';
import type { Draft, Lacking } from './drafts.js';

const deliveries: Delivery[] = ['token', 'handle'];
const whoseKinds = ['everybody', 'organisations', 'persons'] as const;

interface DraftFieldsProps {
  draft: Draft;
  applications: readonly Application[];
  lacking: Lacking | undefined;
  change(part: Partial<Draft>): void;
}

/** One entitlement: which application, which of its scopes, whose tokens, how they leave; what is rarer below. */
export function DraftFields({ draft, applications, lacking, change }: DraftFieldsProps) {
  const { t } = useTranslation();
  const ids = useId();
  const notAnOwner = useWhyNot('callers:whole-token');
  const application = applications.find(({ name }) => name === draft.application);
  const wrong = (field: Lacking) =>
    lacking === field ? { validateStatus: 'error' as const, help: t(`draft.lacking.${field}`) } : {};
  return (
    <div className="draft">
      <Form.Item label={t('entitlement.application')} htmlFor={`${ids}app`} {...wrong('application')}>
        <Select
          id={`${ids}app`}
          value={draft.application || undefined}
          onChange={(name) => change({ application: name, scopes: [] })}
          options={applications.map(({ name }) => ({ value: name, label: name }))}
        />
      </Form.Item>
      <Form.Item className="wide" label={t('entitlement.scopes')} htmlFor={`${ids}scopes`} {...wrong('scopes')}>
        <ScopeSelect
          id={`${ids}scopes`}
          value={draft.scopes}
          onChange={(scopes) => change({ scopes })}
          offered={application?.scopes ?? []}
        />
      </Form.Item>
      <Form.Item label={t('entitlement.people')} htmlFor={`${ids}whose`}>
        <Select
          id={`${ids}whose`}
          value={draft.whose}
          onChange={(whose) => change({ whose })}
          options={whoseKinds.map((value) => ({ value, label: t(`draft.whose.${value}`) }))}
        />
      </Form.Item>
      {draft.whose !== 'everybody' && (
        <Form.Item
          className="wide"
          label={t(`draft.list.${draft.whose}`)}
          htmlFor={`${ids}people`}
          {...wrong('people')}
        >
          <Select
            id={`${ids}people`}
            mode="tags"
            tokenSeparators={[' ', ',', '\n']}
            value={draft.whose === 'organisations' ? draft.organisations : draft.persons}
            onChange={(listed: string[]) =>
              change(draft.whose === 'organisations' ? { organisations: listed } : { persons: listed })
            }
            options={
              draft.whose === 'organisations' && application?.corpId
                ? [{ value: application.corpId, label: application.corpId }]
                : []
            }
          />
        </Form.Item>
      )}
      <Form.Item label={t('entitlement.delivery')} htmlFor={`${ids}delivery`} {...wrong('delivery')}>
        <Checkbox.Group
          value={draft.delivery}
          onChange={(chosen) => change({ delivery: deliveries.filter((each) => chosen.includes(each)) })}
          options={deliveries.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('draft.until')} htmlFor={`${ids}until`}>
        <Input
          id={`${ids}until`}
          type="date"
          value={draft.until}
          onChange={(event) => change({ until: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('draft.rate')} htmlFor={`${ids}rate`}>
        <InputNumber
          id={`${ids}rate`}
          min={0.01}
          max={100_000}
          value={draft.ratePerSecond}
          placeholder={t('entitlement.anyRate')}
          onChange={(ratePerSecond) => change({ ratePerSecond })}
        />
      </Form.Item>
      <Form.Item label={t('draft.personRate')} htmlFor={`${ids}personRate`}>
        <InputNumber
          id={`${ids}personRate`}
          min={0.01}
          max={100_000}
          value={draft.personRatePerSecond}
          placeholder={t('entitlement.anyRate')}
          onChange={(personRatePerSecond) => change({ personRatePerSecond })}
        />
      </Form.Item>
      <div className="whole draft-flags">
        <Checkbox
          checked={draft.purposeRequired}
          onChange={({ target }) => change({ purposeRequired: target.checked })}
        >
          {t('draft.purposeRequired')}
        </Checkbox>
        <Checkbox checked={draft.mayBringCodes} onChange={({ target }) => change({ mayBringCodes: target.checked })}>
          {t('draft.mayBringCodes')}
        </Checkbox>
        <Checkbox checked={draft.mayRevoke} onChange={({ target }) => change({ mayRevoke: target.checked })}>
          {t('draft.mayRevoke')}
        </Checkbox>
        <Checkbox
          checked={draft.wholeToken}
          disabled={notAnOwner !== undefined && !draft.wholeToken}
          onChange={({ target }) => change({ wholeToken: target.checked })}
        >
          <span title={notAnOwner}>{t('draft.wholeToken')}</span>
        </Checkbox>
      </div>
      {draft.wholeToken && (
        <Form.Item
          className="whole"
          label={t('draft.wholeTokenReason')}
          htmlFor={`${ids}reason`}
          {...wrong('wholeTokenReason')}
        >
          <Input
            id={`${ids}reason`}
            value={draft.wholeTokenReason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => change({ wholeTokenReason: event.target.value })}
          />
        </Form.Item>
      )}
    </div>
  );
}
