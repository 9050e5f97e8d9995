package io.github.dl4jpruning.examples.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import org.nd4j.parameterserver.distributed.v2.transport.PortSupplier;

/**
 * A UDP port that nobody has, for shared training: each process on a machine needs its own. DL4J
 * asks the driver more than once, and wants the same answer. Between machines with a firewall,
 * DL4J's StaticPortSupplier is the one to take.
 */
final class FreePort implements PortSupplier {
  private static final long serialVersionUID = 1;

  @Override
  public int getPort() {
    return OfProcess.PORT;
  }

  private static final class OfProcess {
    private static final int PORT = choose();

    private static int choose() {
      try (DatagramSocket socket = new DatagramSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException("No free UDP port", e);
      }
    }
  }
}
