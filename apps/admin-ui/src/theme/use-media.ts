import { useCallback, useSyncExternalStore } from 'react';

/** Whether it matches, now and whenever that changes. */
export function useMedia(media: MediaQueryList): boolean {
  const follow = useCallback(
    (changed: () => void) => {
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    [media],
  );
  return useSyncExternalStore(follow, () => media.matches);
}
