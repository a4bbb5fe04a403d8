import { createContext, type ReactNode, use, useLayoutEffect, useState } from 'react';
import { dark, darkStates, light, lightStates, type StateColourName, type StateColours, shared } from './tokens.js';
import { useMedia } from './use-media.js';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

interface Theme {
  choice: ThemeChoice;
  isDark: boolean;
  states: Record<StateColourName, StateColours>;
  choose(choice: ThemeChoice): void;
}

const storageKey = 'broker.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

const ThemeContext = createContext<Theme | undefined>(undefined);

/** The chosen theme, the system's by default; also puts the palette where the stylesheet reads it. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(storedChoice);
  const system = useMedia(systemIsDark);
  const isDark = choice === 'system' ? system : choice === 'dark';

  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.colorScheme = isDark ? 'dark' : 'light';
    for (const [name, value] of Object.entries({ ...shared, ...(isDark ? dark : light) })) {
      style.setProperty(`--${name}`, String(value));
    }
  }, [isDark]);

  const choose = (next: ThemeChoice) => {
    localStorage.setItem(storageKey, next);
    setChoice(next);
  };
  return (
    <ThemeContext value={{ choice, isDark, states: isDark ? darkStates : lightStates, choose }}>
      {children}
    </ThemeContext>
  );
}

export function useTheme(): Theme {
  const theme = use(ThemeContext);
  if (!theme) throw new Error('useTheme is called outside ThemeProvider');
  return theme;
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return themeChoices.find((choice) => choice === stored) ?? 'system';
}
