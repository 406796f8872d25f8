#include "importers/containerlab/containerlab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/import_testing.h"

namespace ringfence::importers::containerlab {
namespace {

using testing::HasSubstr;
using testing::Not;

Imported Import1(std::string text) { return RunImport(kImporter, {{"lab.yml", std::move(text)}}); }

TEST(Containerlab, Lab) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/lab.yml"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory,
              HasSubstr("  s1: {kind: router, maker: \"Maker A\", owner: Op, role: spine, because: "
                        "\"containerlab lab.yml, lab small\"}\n"));
  EXPECT_THAT(result.inventory,
              HasSubstr("  l1: {kind: router, maker: \"Maker B\", owner: Op, stores: [logs, keys], "));
  EXPECT_THAT(
      result.inventory,
      HasSubstr("  h1: {kind: host, maker: Base, owner: Op, interfaces: {eth1: {address: [\"192.0.2.10/24\", "
                "\"2001:db8::10/64\"], gateway: [\"192.0.2.1\"]}, eth2: {}}, "));
  EXPECT_THAT(result.inventory, Not(HasSubstr("  br:")));
  EXPECT_EQ(result.cables, R"({
 "edges": [
  {
   "node1": {
    "hostname": "h1",
    "interfaceName": "eth1"
   },
   "node2": {
    "hostname": "l1",
    "interfaceName": "ethernet-1/1/2"
   }
  },
  {
   "node1": {
    "hostname": "h1",
    "interfaceName": "eth2"
   },
   "node2": {
    "hostname": "s1",
    "interfaceName": "Gi0/1"
   }
  },
  {
   "node1": {
    "hostname": "l1",
    "interfaceName": "ethernet-1/49"
   },
   "node2": {
    "hostname": "s1",
    "interfaceName": "ethernet-1/1"
   }
  }
 ]
}
)");
  for (const char* left :
       {"containerlab: mgmt", "bridges, which", "cables to bridges", "links to 'host'", "type 'mgmt-net'",
        "exec lines that are not", "containerlab label: team", "containerlab node: startup-config"})
    EXPECT_THAT(result.left, HasSubstr(left));
}

TEST(Containerlab, AnchorsAliasesAndMerges) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/anchors.yml"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory, HasSubstr("  s1: {kind: router, maker: \"Maker A\", because:"));
  EXPECT_THAT(result.inventory,
              HasSubstr("  s2: {kind: router, maker: \"Maker A\", owner: Op, parts: [\"Maker "
                        "B\", \"Maker C\"], because:"));
  EXPECT_THAT(result.inventory, HasSubstr("  s3: {kind: router, maker: \"Maker D\", because:"));
  EXPECT_THAT(result.cables, HasSubstr("\"hostname\": \"s3\""));
}

TEST(Containerlab, MalformedIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* finding;
  } kCases[] = {
      {"- a", "lab.yml:1:1: error[type-wrong]: 'the file' must be a map"},
      {"name: x\n", "error[key-missing]: the key 'topology'"},
      {"topology: {nodes: {}}\n", "error[key-missing]: the key 'name'"},
      {"name: x\ntopology: {}\n", "lab.yml:2:11: error[key-missing]: the key 'nodes'"},
      {"name: x\ntopology:\n  nodes:\n    a:\n", "lab.yml:4:5: error[key-missing]: node 'a' has no kind"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux}\n  links:\n    - endpoints: [\"a:e1\", "
       "\"b:e1\"]\n",
       "lab.yml:6:27: error[name-unknown]: there is no node 'b'"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux}\n  links:\n    - endpoints: [\"a:e1\"]\n",
       "error[value-invalid]: a link has two ends, not 1"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux}\n  links:\n    - endpoints: [a, \"a:e1\"]\n",
       "lab.yml:6:19: error[value-invalid]: 'a' is not node:interface"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux, labels: {ringfence.makr: x}}\n",
       "error[key-unknown]: an element has no key 'makr'"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux, labels: {ringfence.kind: rooter}}\n",
       "error[value-invalid]: 'rooter' is no value for 'kind'"},
      {"name: x\ntopology:\n  nodes:\n    a: *x\n",
       "lab.yml:4:8: error[yaml-broken]: there is no anchor 'x'"},
      {"name: x\ntopology:\n  nodes:\n    a: {kind: linux, <<: linux}\n",
       "lab.yml:4:26: error[yaml-broken]: '<<' takes a map"},
      {"name: x\ntopology:\n  nodes:\n    a: &a {kind: linux, labels: {ringfence.makr: x}}\n    b: *a\n",
       "lab.yml:4:50: error[key-unknown]: an element has no key 'makr'"},
  };
  for (const auto& one : kCases) EXPECT_THAT(Import1(one.text).findings, HasSubstr(one.finding)) << one.text;
}

TEST(Containerlab, LabelsThatMakeNoWholeElement) {
  const auto labelled = [](std::string_view labels) {
    return Import1(std::string("name: n\ntopology: {nodes: {s1: {kind: some_nos, labels: {") +
                   std::string(labels) + "}}}}\n");
  };
  EXPECT_THAT(labelled("ringfence.parts: Maker B").findings,
              HasSubstr("makers of parts of 's1' are named, and not who makes the whole"));
  EXPECT_EQ(labelled("ringfence.parts: Maker B, ringfence.maker: Maker A").findings, "");
  const Imported explained = labelled("ringfence.because: \"contract 7\"");
  EXPECT_EQ(explained.findings, "");
  EXPECT_THAT(explained.inventory, HasSubstr("because: \"containerlab lab.yml, lab n; contract 7\""));
}

}  // namespace
}  // namespace ringfence::importers::containerlab
