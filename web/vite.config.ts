import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Names without hashes: the program embeds just these files, and browsers ask whether they changed (ETag).
export default defineConfig({
  plugins: [svelte()],
  base: './',
  test: { setupFiles: ['tests/setup.ts'], include: ['tests/**/*.test.ts'] },
  build: {
    target: 'es2022',
    // The first browsers with light-dark().
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: 'app.js',
        assetFileNames: 'app[extname]',
      },
    },
  },
});
