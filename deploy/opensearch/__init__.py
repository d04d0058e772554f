"""OpenSearch nodes on this machine from Maven Central's jars, for trying out and for tests; see docs/opensearch.md."""

from deploy.opensearch.jdk import MissingError
from deploy.opensearch.nodes import Cluster, Member, cluster

__all__ = ["Cluster", "Member", "MissingError", "cluster"]
