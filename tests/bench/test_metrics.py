# SPDX-License-Identifier: Apache-2.0
"""The figures that the benchmarks print, on rows small enough to count by hand."""

import pytest

from tests.bench.names import metrics

ROWS = {
    "all right first": ([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0, 1.0, 0),
    "one wrong on top": ([0, 1, 1], [0.9, 0.8, 0.7], (1 / 2 + 2 / 3) / 2, 0.8, 1),
    "all equal is the share of the right ones": ([1, 0, 0, 0], [0.5] * 4, 0.25, 0.4, 3),
    "equal scores stand together, whatever their order": ([0, 1, 1, 0], [0.5, 0.5, 0.9, 0.1], (1 + 2 / 3) / 2, 0.8, 1),
    "the last right one comes late": ([1, 0, 0, 1], [4, 3, 2, 1], (1 + 2 / 4) / 2, 2 / 3, 2),
}


@pytest.mark.parametrize(("truth", "scores", "ap", "f1", "wrong"), ROWS.values(), ids=ROWS)
def test_figures_of_rows(truth, scores, ap, f1, wrong):
    assert metrics.average_precision(truth, scores) == pytest.approx(ap)
    assert metrics.best_f1(truth, scores) == pytest.approx(f1)
    assert metrics.false_alerts(truth, scores) == wrong


def test_false_alerts_need_only_the_recall_that_is_asked_for():
    truth, scores = [1] * 19 + [0, 1], [float(i) for i in range(21, 0, -1)]
    assert metrics.false_alerts(truth, scores, recall=0.95) == 0
    assert metrics.false_alerts(truth, scores, recall=1.0) == 1


WRONG = {
    "no pair that is the same": ([0, 0], [0.1, 0.2]),
    "fewer scores than pairs": ([1, 0], [0.1]),
    "a score that is no number": ([1, 0], [0.1, float("nan")]),
}


@pytest.mark.parametrize(("truth", "scores"), WRONG.values(), ids=WRONG)
def test_what_has_no_figure_is_refused(truth, scores):
    with pytest.raises(ValueError, match=r"score"):
        metrics.average_precision(truth, scores)
