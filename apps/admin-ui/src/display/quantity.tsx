import { useLanguage } from '../i18n/i18n.js';

/** Grouped and exact below 100 000; above, compact with the exact value on hover. */
export function Quantity({ value }: { value: number }) {
  const { tag } = useLanguage();
  const exact = new Intl.NumberFormat(tag).format(value);
  if (value < 100_000) return <span className="quantity">{exact}</span>;
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  return (
    <span className="quantity" title={exact}>
      {compact}
    </span>
  );
}

export function useGrouped(): (value: number) => string {
  const { tag } = useLanguage();
  return (value) => new Intl.NumberFormat(tag).format(value);
}
