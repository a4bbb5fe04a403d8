import { Select } from 'antd';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { actGroups, typesOfGroup } from './act-types.js';

interface TypeFilterProps {
  /** Types, separated by commas, as they stand in the address. */
  value: string | undefined;
  choose(value: string | undefined): void;
}

/** What was done, in words and by what it was done to; any number of them at once. */
export function TypeFilter({ value, choose }: TypeFilterProps) {
  const { t } = useTranslation();
  return (
    <Select
      mode="multiple"
      aria-label={t('audit.type')}
      className="filter type-filter"
      popupMatchSelectWidth={280}
      maxTagCount={1}
      maxTagPlaceholder={(more) => `+${more.length}`}
      allowClear
      placeholder={t('audit.anyType')}
      value={value ? value.split(',') : []}
      onChange={(next: string[]) => choose(next.join(',') || undefined)}
      showSearch={{
        // In words, or by its name in exports and the API.
        filterOption: (typed, option) =>
          option !== undefined &&
          'value' in option &&
          `${option.label} ${option.value}`.toLowerCase().includes(typed.toLowerCase()),
      }}
      options={actGroups.map((group) => ({
        label: t(`actGroups.${group}`),
        title: group,
        options: typesOfGroup(group).map((type) => ({ value: type, label: t(`acts.${type}` as ParseKeys) })),
      }))}
    />
  );
}
