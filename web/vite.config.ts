// SPDX-License-Identifier: Apache-2.0
// How the pages are built: hashed files in dist, nothing inlined (the content security policy allows
// neither inline script nor eval), messages compiled to data at build time so that the browser needs
// no message compiler, and a proxy to a server on this machine while developing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseCompile } from '@intlify/message-compiler';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

type Tree = { [key: string]: string | Tree };

function compileTree(tree: Tree, path: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value !== 'string') {
      out[key] = compileTree(value, `${path}.${key}`);
    } else if (!/[{}@|%]/.test(value)) {
      // Without its compiler vue-i18n takes no bare string: this is one, as a tree of one leaf.
      out[key] = { t: 0, b: { t: 2, s: value } };
    } else {
      const { ast } = baseCompile(value, {
        jit: true,
        location: false,
        minify: true,
        onError: (e) => {
          throw new Error(`${path}.${key}: ${e.message}`);
        },
      });
      out[key] = ast;
    }
  }
  return out;
}

/** Turns src/<folder>/zh-CN.json and en.json into modules of compiled messages. */
function messages(): Plugin {
  return {
    name: 'yikou-messages',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0];
      if (!/\/src\/[^/]+\/(zh-CN|en)\.json$/.test(file)) {
        return null;
      }
      this.addWatchFile(file);
      const compiled = compileTree(JSON.parse(readFileSync(file, 'utf8')) as Tree, file);
      return JSON.stringify(compiled);
    },
  };
}

export default defineConfig({
  plugins: [messages(), vue()],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      'vue-i18n': 'vue-i18n/dist/vue-i18n.runtime.mjs',
    },
  },
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
  },
  build: {
    outDir: 'dist',
    target: 'es2020',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': process.env.YIKOU_DEV_SERVER ?? 'http://127.0.0.1:8340' },
  },
});
