import { createContext, type ReactNode, use, useEffect, useState } from 'react';

/** How far the server's clock is ahead of this machine's, in milliseconds. */
const ClockContext = createContext(0);

export function ClockProvider({ offsetMs, children }: { offsetMs: number; children: ReactNode }) {
  return <ClockContext value={offsetMs}>{children}</ClockContext>;
}

/** The server's present, which is the one deadlines are kept by; moves every ten seconds unless told. */
export function useNow(everyMs = 10_000): number {
  const offsetMs = use(ClockContext);
  const [local, setLocal] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setLocal(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return local + offsetMs;
}
