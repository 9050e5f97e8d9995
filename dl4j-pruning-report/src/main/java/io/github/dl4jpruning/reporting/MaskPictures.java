package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.api.Model;

/** The masks of a network's first layers as pictures. */
final class MaskPictures {
  static final int LAYERS = 3;

  /** Tiles of at most so many filters and channels are drawn. */
  private static final int MOST_TILES = 32;

  /** Cells of a map along each side, at most. */
  private static final int MOST_CELLS = 112;

  /** Smaller squares of inputs are hardly images. */
  private static final int LEAST_IMAGE = 8;

  private static final Set<WeightLayout.Role> INPUTS = Set.of(WeightLayout.Role.INPUT);
  private static final Set<WeightLayout.Role> KERNELS = Set.of(WeightLayout.Role.KERNEL);
  private static final Set<WeightLayout.Role> OUTPUTS =
      Set.of(WeightLayout.Role.OUTPUT, WeightLayout.Role.GATE);

  private MaskPictures() {}

  /**
   * A mask to be drawn.
   *
   * @param id of its figure
   * @param parameter whose mask it is
   * @param title what it shows
   * @param caption what has to be known to read it
   * @param pixels the picture
   */
  record Picture(String id, String parameter, String title, String caption, Pixels pixels) {
    private Figure figure() {
      return new Figure(id, title, caption, pixels.svg(title));
    }
  }

  static List<Figure> of(Model network, MaskStore masks) {
    return pictures(network, masks).stream().map(Picture::figure).toList();
  }

  static List<Picture> pictures(Model network, MaskStore masks) {
    PrunableModel model = PrunableModel.of(network);
    model.requireFits(masks);
    List<Picture> pictures = new ArrayList<>();
    int layers = 0;
    for (ModelParam param : model.params()) {
      Optional<Mask> mask = masks.get(param.key());
      if (mask.isPresent() && param.layout().isPresent() && layers < LAYERS) {
        pictures.addAll(of(++layers, param, param.layout().get(), mask.get()));
      }
    }
    return pictures;
  }

  private static List<Picture> of(int number, ModelParam param, WeightLayout layout, Mask mask) {
    List<Picture> pictures = new ArrayList<>();
    if (layout.count(KERNELS) > 1) {
      pictures.add(kernels("mask-" + number, param, layout, mask));
    } else {
      int inputs = layout.count(INPUTS);
      for (int channels : new int[] {1, 3}) {
        int side = (int) Math.round(Math.sqrt((double) inputs / channels));
        if (number == 1 && side >= LEAST_IMAGE && channels * side * side == inputs) {
          pictures.add(images("mask-inputs", param, layout, mask, channels, side));
        }
      }
      pictures.add(map("mask-" + number, param, layout, mask));
    }
    return pictures;
  }

  /** A tile for each kernel: filters from top to bottom, what they read from left to right. */
  private static Picture kernels(String id, ModelParam param, WeightLayout layout, Mask mask) {
    List<Integer> sides =
        layout.axes().stream()
            .filter(axis -> axis.role() == WeightLayout.Role.KERNEL)
            .map(WeightLayout.Axis::size)
            .toList();
    int tileWidth = sides.get(sides.size() - 1);
    int tileHeight = layout.count(KERNELS) / tileWidth;
    int filters = Math.min(MOST_TILES, layout.count(OUTPUTS));
    int channels = Math.min(MOST_TILES, layout.count(INPUTS));
    // A column of single tiles would be long and thin: it is broken into rows.
    int across =
        channels > 1
            ? channels
            : Math.min(filters, Math.max(8, (int) Math.ceil(Math.sqrt(filters * 2.0))));
    int tiles = filters * channels;
    Pixels pixels =
        new Pixels(
            across * (tileWidth + 1) - 1, ((tiles + across - 1) / across) * (tileHeight + 1) - 1);
    IntUnaryOperator input = layout.placeOn(INPUTS);
    IntUnaryOperator output = layout.placeOn(OUTPUTS);
    IntUnaryOperator kernel = layout.placeOn(KERNELS);
    for (int i = 0; i < mask.length(); i++) {
      int filter = output.applyAsInt(i);
      int channel = input.applyAsInt(i);
      if (filter < filters && channel < channels) {
        int tile = filter * channels + channel;
        int place = kernel.applyAsInt(i);
        pixels.set(
            tile % across * (tileWidth + 1) + place % tileWidth,
            tile / across * (tileHeight + 1) + place / tileWidth,
            mask.isKept(i) ? 1 : 0);
      }
    }
    String shown =
        "%s of %s filters, %s of %s channels, kernels of %s × %s. "
            .formatted(
                filters,
                layout.count(OUTPUTS),
                channels,
                layout.count(INPUTS),
                tileHeight,
                tileWidth);
    String order =
        channels > 1 ? "A row is a filter, a column a channel that it reads." : "Row by row.";
    return figure(id, param, mask, pixels, shown + order + " Strong: kept; faint: pruned.");
  }

  /** For each input of a dense layer, the share of its weights that is kept. */
  private static Picture images(
      String id, ModelParam param, WeightLayout layout, Mask mask, int channels, int side) {
    Shares shares = new Shares(channels * side, side);
    IntUnaryOperator input = layout.placeOn(INPUTS);
    for (int i = 0; i < mask.length(); i++) {
      int place = input.applyAsInt(i);
      shares.add(place / (side * side) * side + place % side, place / side % side, mask.isKept(i));
    }
    return figure(
        id,
        param,
        mask,
        shares.pixels(),
        "The inputs as %s of %s × %s; strong where many weights are kept, at most %s of an input's."
            .formatted(
                channels == 1 ? "an image" : channels + " channels of an image",
                side,
                side,
                Words.percent(shares.largest())));
  }

  /** All weights, several to a cell. */
  private static Picture map(String id, ModelParam param, WeightLayout layout, Mask mask) {
    int inputs = layout.count(INPUTS);
    int outputs = layout.count(OUTPUTS);
    int inputBlock = (inputs + MOST_CELLS - 1) / MOST_CELLS;
    int outputBlock = (outputs + MOST_CELLS - 1) / MOST_CELLS;
    boolean wide = inputs >= outputs;
    int across = (inputs + inputBlock - 1) / inputBlock;
    int down = (outputs + outputBlock - 1) / outputBlock;
    Shares shares = wide ? new Shares(across, down) : new Shares(down, across);
    IntUnaryOperator input = layout.placeOn(INPUTS);
    IntUnaryOperator output = layout.placeOn(OUTPUTS);
    for (int i = 0; i < mask.length(); i++) {
      int in = input.applyAsInt(i) / inputBlock;
      int out = output.applyAsInt(i) / outputBlock;
      shares.add(wide ? in : out, wide ? out : in, mask.isKept(i));
    }
    String axes =
        wide
            ? "Inputs from left to right, outputs from top to bottom"
            : "Outputs from left to right, inputs from top to bottom";
    return figure(
        id,
        param,
        mask,
        shares.pixels(),
        "%s%s; strong where many weights are kept, at most %s."
            .formatted(
                axes,
                inputBlock * outputBlock == 1
                    ? ""
                    : ", %s × %s of them to a cell".formatted(inputBlock, outputBlock),
                Words.percent(shares.largest())));
  }

  private static Picture figure(
      String id, ModelParam param, Mask mask, Pixels pixels, String caption) {
    String title = "Mask of %s, %s pruned".formatted(param.key(), Words.percent(mask.sparsity()));
    return new Picture(id, param.key(), title, caption, pixels);
  }
}
