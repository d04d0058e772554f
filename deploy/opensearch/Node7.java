import org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner;

/** As Node, for Elasticsearch 7.10, from which others were forked: one node alone. */
public class Node7 {
  public static void main(String[] arguments) throws Exception {
    ElasticsearchClusterRunner runner = new ElasticsearchClusterRunner();
    runner.onBuild(
        (number, settings) -> {
          for (int at = 2; at < arguments.length; at++) {
            String[] pair = arguments[at].split("=", 2);
            settings.put(pair[0], pair[1]);
          }
        });
    runner.build(
        ElasticsearchClusterRunner.newConfigs()
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
