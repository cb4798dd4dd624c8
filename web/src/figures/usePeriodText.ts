// SPDX-License-Identifier: Apache-2.0
// A period in words: '2022年第3季度', 'July 2022'.
import { useI18n } from 'vue-i18n';
import { parsePeriod, quarterOf } from './period';

export function usePeriodText(): (text: string) => string {
  const { t } = useI18n();
  return (text) => {
    const p = parsePeriod(text);
    if (!p) {
      return text;
    }
    const y = p.from.slice(0, 4);
    switch (p.kind) {
      case 'year':
        return t('figures.period.text_year', { y });
      case 'quarter':
        return t('figures.period.text_quarter', { y, q: quarterOf(p) });
      case 'month':
        return t('figures.period.text_month', { y, m: t(`figures.period.months.${Number(p.from.slice(5, 7))}`) });
      default:
        return p.from === p.to ? p.from : t('figures.period.text_range', { from: p.from, to: p.to });
    }
  };
}
