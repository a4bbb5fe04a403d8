import { Select } from 'antd';
import { useState } from 'react';
import { IdSearch } from './id-search.js';

type Values<Kind extends string> = Partial<Record<Kind, string | undefined>>;

interface KindSearchProps<Kind extends string> {
  label: string;
  kindLabel: string;
  /** At least one; the first is offered until another is chosen. */
  kinds: readonly Choice<Kind>[];
  values: Values<Kind>;
  /** Wide enough to read a whole id. */
  whole?: boolean;
  /** Names every kind, so that the one looked for before is left. */
  find(values: Values<Kind>): void;
}

interface Choice<Kind extends string> {
  value: Kind;
  label: string;
}

/** One field for ids of several kinds, of which one is looked for at a time. */
export function KindSearch<Kind extends string>({
  label,
  kindLabel,
  kinds,
  values,
  whole,
  find,
}: KindSearchProps<Kind>) {
  const inAddress = kinds.find(({ value }) => values[value] !== undefined)?.value;
  const [chosen, choose] = useState(kinds[0]?.value);
  const kind = inAddress ?? chosen;
  const findOnly = (wanted: Kind | undefined, id: string | undefined) => {
    const next: Values<Kind> = {};
    for (const { value } of kinds) next[value] = value === wanted ? id : undefined;
    find(next);
  };
  return (
    <IdSearch
      label={label}
      value={kind && values[kind]}
      whole={whole}
      find={(id) => findOnly(kind, id)}
      before={
        <Select
          aria-label={kindLabel}
          className="filter"
          value={kind}
          onChange={(next) => {
            choose(() => next);
            if (inAddress) findOnly(next, values[inAddress]);
          }}
          options={kinds.map(({ value, label: name }) => ({ value, label: name }))}
        />
      }
    />
  );
}
