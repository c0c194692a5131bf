from .overview import (
    statistics_svg as statistics_svg,
)
from .plots import (
    bar as bar,
    column_plot as column_plot,
)
from .prisma import (
    prisma_lines as prisma_lines,
    prisma_svg as prisma_svg,
)
from .timeline import (
    timelines as timelines,
    year_counts as year_counts,
)
