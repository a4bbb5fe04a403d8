import { AutoComplete } from 'antd';
import { useEffect, useState } from 'react';

interface SuggestFilterProps {
  label: string;
  value: string | undefined;
  /** What is known; anything else can be typed as well. */
  suggestions: readonly string[];
  choose(value: string | undefined): void;
}

/** A filter by something that has a name of its own: chosen from what is known, or typed and taken on Enter. */
export function SuggestFilter({ label, value, suggestions, choose }: SuggestFilterProps) {
  const [draft, setDraft] = useState(value ?? '');
  useEffect(() => setDraft(value ?? ''), [value]);
  return (
    <AutoComplete
      aria-label={label}
      className="filter"
      popupMatchSelectWidth={false}
      placeholder={label}
      value={draft}
      allowClear
      options={suggestions.map((name) => ({ value: name }))}
      showSearch={{
        filterOption: (typed, option) => option?.value.toLowerCase().includes(typed.toLowerCase()) ?? false,
      }}
      onChange={(next: string | undefined) => setDraft(next ?? '')}
      onSelect={(next) => choose(next)}
      onClear={() => choose(undefined)}
      onBlur={() => setDraft(value ?? '')}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(draft.trim() || undefined);
      }}
    />
  );
}
