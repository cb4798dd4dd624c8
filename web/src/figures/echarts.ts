// SPDX-License-Identifier: Apache-2.0
// The parts of ECharts that the plots use, in a chunk of its own that is fetched with the first plot.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

export { init };
