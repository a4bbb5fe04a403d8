/** Words of a `scope`: separated by spaces or pluses, since one of DingTalk's own examples encodes the plus. */
export const readScope = (scope: string): string[] => scope.split(/[\s+]+/).filter((word) => word !== '');
