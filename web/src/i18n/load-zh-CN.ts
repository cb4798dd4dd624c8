// SPDX-License-Identifier: Apache-2.0
// All texts of one language, as one file to load.
import element from 'element-plus/es/locale/lang/zh-cn';
import { gather } from './gather';

const files = import.meta.glob<object>('../*/zh-CN.json', { eager: true, import: 'default' });

export default gather(files);
export { element };
