# SPDX-License-Identifier: Apache-2.0
"""The pages of worker protection, gathered from the modules that draw them."""

from taawun.sectors.worker_protection import interview_pages

urlpatterns = [*interview_pages.urlpatterns]
