# SPDX-License-Identifier: Apache-2.0
"""Pages of worker protection: interviews, wages, contracts, charges and statistics, each in its own module."""

from taawun.sectors.worker_protection import interview_pages, paper_pages
from taawun.sectors.worker_protection.statistics import pages as statistics
from taawun.sectors.worker_protection.wages import pages as wages

urlpatterns = [*interview_pages.urlpatterns, *wages.urlpatterns, *paper_pages.urlpatterns, *statistics.urlpatterns]
