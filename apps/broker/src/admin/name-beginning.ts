/** A pattern for names that begin with what was typed, whatever its case; what stands for anything in a pattern stands for itself here. */
export const beginningOf = (typed: string): string => `${typed.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
