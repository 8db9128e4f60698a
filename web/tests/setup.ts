// What the app's modules look at when they are loaded, where there is no browser.
import { vi } from 'vitest';

vi.stubGlobal('document', {
  documentElement: { dataset: {} },
  getElementById: () => null,
  createElement: () => ({ getContext: () => null }),
});
vi.stubGlobal('navigator', { language: 'en-US' });
vi.stubGlobal('location', { hash: '' });
vi.stubGlobal('addEventListener', () => undefined);
