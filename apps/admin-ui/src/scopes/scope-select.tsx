import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { answerOf, api } from '../api/client.js';
import type { Scope } from '../api/types.js';
import { useLanguage } from '../i18n/i18n.js';

/** The most the broker gives at once. */
const limit = 200;

/** The catalogue of permission points changes with a release, and what applications declare with a registration. */
const staleAfterMs = 300_000;

/** Every permission point that is known, by its code; a few hundred. */
export function useScopeNames(): ReadonlyMap<string, Scope['name']> | undefined {
  return useQuery({
    queryKey: ['scopes', 'names'],
    queryFn: async ({ signal }) => {
      const scopes: Scope[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit, ...(cursor && { cursor }) };
        const page = await answerOf(api.GET('/admin/v1/scopes', { params: { query }, signal }));
        scopes.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return new Map(scopes.map(({ code, name }) => [code, name]));
    },
    staleTime: staleAfterMs,
  }).data;
}

const separators = /[\s,;]+/;
/** `Contact.User.Read`, `snsapi_base`; a word of a name is none. */
const isWholeCode = (text: string) => /^[A-Za-z][A-Za-z0-9-]*([._][A-Za-z0-9-]+)+$/.test(text);
/** As the broker takes it. */
const isCode = (text: string) => /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text);

interface ScopeOption {
  value: string;
  label: string;
  meaning?: string;
  /** What it is found by; what was typed and is not among the suggestions has none. */
  words?: string;
}

interface ScopeSelectProps {
  id: string;
  value: string[];
  onChange(codes: string[]): void;
  /** What is suggested; left out: the whole catalogue. */
  offered?: readonly string[];
  /** Codes that are not suggested can be typed, several at once. */
  free?: boolean;
}

/** Permission points, found by their code or by their name in either language; what was chosen is shown by its code. */
export function ScopeSelect({ id, value, onChange, offered, free = false }: ScopeSelectProps) {
  const { language } = useLanguage();
  const names = useScopeNames();
  const [typed, type] = useState('');
  // Names have spaces in them, and codes are pasted with spaces between them: what is all codes is taken as such.
  const search = (text: string) => {
    const codes = text.split(separators).filter(Boolean);
    const areCodes = codes.every((code) => (free ? isWholeCode(code) : offered?.includes(code)));
    if (!separators.test(text) || codes.length === 0 || !areCodes) return type(text);
    type('');
    onChange([...new Set([...value, ...codes])]);
  };
  const options = (offered ?? [...(names?.keys() ?? [])]).map((code): ScopeOption => {
    const name = names?.get(code);
    const words = `${code} ${name?.zh} ${name?.en}`.toLowerCase();
    return { value: code, label: code, meaning: name?.[language] ?? '', words };
  });
  return (
    <Select
      id={id}
      mode={free ? 'tags' : 'multiple'}
      value={value}
      onChange={(codes: string[]) => onChange([...new Set(codes.map((code) => code.trim()).filter(isCode))])}
      onSelect={() => type('')}
      onBlur={() => type('')}
      options={options}
      optionRender={({ value: code, data }) => (
        <>
          <code>{code}</code> <span className="quiet">{data.meaning}</span>
        </>
      )}
      showSearch={{
        searchValue: typed,
        onSearch: search,
        filterOption: (text, option) => option?.words?.includes(text.trim().toLowerCase()) ?? false,
        filterSort: (one, other, { searchValue }) => rankOf(one, searchValue) - rankOf(other, searchValue),
      }}
    />
  );
}

/** Whoever has typed a whole code means that one; whoever has typed a part of a name does not mean a code of that spelling. */
function rankOf({ value, words }: ScopeOption, typed: string): number {
  if (words === undefined) return 2;
  return value === typed.trim() ? 0 : 1;
}
