// SPDX-License-Identifier: Apache-2.0
// Type size and contrast, kept in this browser.
import { ref } from 'vue';

export type TypeSize = 'normal' | 'large' | 'larger';
export const typeSizes: TypeSize[] = ['normal', 'large', 'larger'];

const size = localStorage.getItem('yikou.size');
export const typeSize = ref<TypeSize>(typeSizes.find((s) => s === size) ?? 'normal');
export const highContrast = ref(localStorage.getItem('yikou.contrast') === 'high');

export function applySettings(): void {
  const root = document.documentElement;
  root.dataset.size = typeSize.value;
  root.dataset.contrast = highContrast.value ? 'high' : 'normal';
  localStorage.setItem('yikou.size', typeSize.value);
  localStorage.setItem('yikou.contrast', root.dataset.contrast);
}
