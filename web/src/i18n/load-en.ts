// SPDX-License-Identifier: Apache-2.0
// All texts of one language, as one file to load.
import element from 'element-plus/es/locale/lang/en';
import { gather } from './gather';

const files = import.meta.glob<object>('../*/en.json', { eager: true, import: 'default' });

export default gather(files);
export { element };
