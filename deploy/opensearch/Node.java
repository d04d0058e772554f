import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node, for trying out and for tests.
 *
 * <p>Arguments: the node's folder, the cluster's name, then settings as key=value. The node lives as long as
 * its standard input is open, so that it never outlives the program that started it.
 */
public class Node {
  public static void main(String[] arguments) throws Exception {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.onBuild(
        (number, settings) -> {
          for (int at = 2; at < arguments.length; at++) {
            String[] pair = arguments[at].split("=", 2);
            settings.put(pair[0], pair[1]);
          }
        });
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(arguments[0])
            .clusterName(arguments[1])
            .numOfNode(1)
            .disableESLogger());
    while (System.in.read() >= 0) {
      // nothing is said on this line; its end is what we wait for
    }
    runner.close();
    System.exit(0);
  }
}
