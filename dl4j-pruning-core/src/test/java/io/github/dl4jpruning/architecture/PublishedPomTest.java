package io.github.dl4jpruning.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * What core brings along. A version of slf4j of ours would lie nearer than both DL4J's 1.7 and the
 * 2 of a newer Logback, and silence one or the other, whichever comes first in the user's build: so
 * there is none, and core works with both (its own tests run with 1.7 and Logback 1.2, those of
 * reports and examples with 2 and Logback 1.5).
 */
class PublishedPomTest {
  @Test
  void dependencies_thatUsersGet_areThoseOnly() throws Exception {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile())
            .getDocumentElement();
    Set<String> brought = new TreeSet<>();
    NodeList children = project.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeName().equals("dependencies")) {
        NodeList all = ((Element) children.item(i)).getElementsByTagName("dependency");
        for (int d = 0; d < all.getLength(); d++) {
          String scope = text((Element) all.item(d), "scope");
          if (scope.isEmpty() || scope.equals("compile") || scope.equals("runtime")) {
            brought.add(text((Element) all.item(d), "artifactId"));
          }
        }
      }
    }

    // commons-math3 is DL4J's own, in its version
    assertEquals(Set.of("commons-math3", "deeplearning4j-nn", "dl4j-pruning-runtime"), brought);
  }

  private static String text(Element element, String name) {
    Node found = element.getElementsByTagName(name).item(0);
    return found == null ? "" : found.getTextContent();
  }
}
