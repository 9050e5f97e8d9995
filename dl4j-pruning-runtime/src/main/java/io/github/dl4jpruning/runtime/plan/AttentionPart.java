package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;

/** Multi-head dot product attention (Vaswani et al. 2017), head by head, query by query. */
final class AttentionPart extends Part {
  AttentionPart(Operation operation) {
    super(operation);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor y;
    private final int[] lengths;
    private final int heads = operation.integer("heads", 1);
    private final int keys;
    private final int lanes;
    private final int headSize;
    private final int valueSize;
    private final double scale;
    private final double[] scores;

    Bound(Frame frame) {
      this.q = in(frame);
      this.k = frame.get(operation.inputs().get(1));
      this.v = frame.get(operation.inputs().get(2));
      this.y = frame.get(operation.output());
      this.lengths = operation.has("mask") ? frame.lengths(operation.text("mask")) : null;
      this.keys = k.shape[1];
      this.lanes = q.lanes;
      this.headSize = q.channels() / heads;
      this.valueSize = v.channels() / heads;
      this.scale = operation.integer("scaled", 1) == 1 ? 1 / Math.sqrt(headSize) : 1;
      this.scores = new double[keys];
    }

    @Override
    public void run() {
      for (int head = 0; head < heads; head++) {
        for (int t = 0; t < q.shape[1]; t++) {
          for (int lane = 0; lane < lanes; lane++) {
            int n = lengths == null ? keys : Math.min(keys, lengths[lane]);
            weigh(head, t, lane, n);
            for (int i = head * valueSize; i < (head + 1) * valueSize; i++) {
              double sum = 0;
              for (int s = 0; s < n; s++) {
                sum += scores[s] * v.data[(i * keys + s) * lanes + lane];
              }
              y.data[(i * q.shape[1] + t) * lanes + lane] = (float) sum;
            }
          }
        }
      }
    }

    /** Softmax of the query's scores over the first {@code n} keys. */
    private void weigh(int head, int t, int lane, int n) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = 0; s < n; s++) {
        double score = 0;
        for (int i = head * headSize; i < (head + 1) * headSize; i++) {
          float query = q.data[(i * q.shape[1] + t) * lanes + lane];
          score += query * (double) k.data[(i * keys + s) * lanes + lane];
        }
        scores[s] = score * scale;
        largest = Math.max(largest, scores[s]);
      }
      double sum = 0;
      for (int s = 0; s < n; s++) {
        scores[s] = Math.exp(scores[s] - largest);
        sum += scores[s];
      }
      for (int s = 0; s < n; s++) {
        scores[s] /= sum;
      }
    }

    @Override
    public Facts facts() {
      long adds = (long) q.shape[1] * keys * (q.channels() + v.channels());
      return Facts.of("head by head", "", adds, adds, 1, 0);
    }
  }
}
