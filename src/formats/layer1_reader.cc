#include "formats/layer1_reader.h"

#include <set>

#include "base/decode.h"
#include "base/yaml_reader.h"

namespace ringfence::formats {
namespace {

using base::FieldSchema;
using base::NodeRef;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

constexpr FieldSchema kEndFields[] = {
    {"hostname", Shape::kText, TextForm::kAny, true, "device"},
    {"interfaceName", Shape::kText, TextForm::kAny, true, "port or interface"},
};
constexpr RecordSchema kEnd = {"cable-end", "one end of a cable", kEndFields};
constexpr FieldSchema kEdgeFields[] = {
    {"node1", Shape::kRecord, TextForm::kAny, true, "one end", &kEnd},
    {"node2", Shape::kRecord, TextForm::kAny, true, "other end", &kEnd},
};
constexpr RecordSchema kEdge = {"edge", "a cable", kEdgeFields};
constexpr FieldSchema kTopologyFields[] = {
    {"edges", Shape::kRecordList, TextForm::kAny, true, "cables", &kEdge},
};
constexpr RecordSchema kTopology = {"layer1-topology", "cables", kTopologyFields};

model::CableEnd ReadEnd(const base::ValueTree& tree, NodeRef node) {
  const NodeRef interface = tree.Find(node, "interfaceName");
  return {std::string(tree.Text(node, "hostname")), std::string(tree.TextOf(interface)),
          tree[interface].span};
}

}  // namespace

std::vector<model::Cable> ReadLayer1(const base::SourceFile& source, base::FileId file,
                                     base::Diagnostics& diagnostics) {
  std::vector<model::Cable> cables;
  const auto tree = base::ReadYaml(source, file, diagnostics);
  if (!tree || !base::CheckRecord(*tree, tree->root(), kTopology, diagnostics)) return cables;
  using Key = std::pair<std::string, std::string>;
  std::set<std::pair<Key, Key>> seen;
  for (const base::ValueEntry& edge : (*tree)[tree->Find(tree->root(), "edges")].entries) {
    model::Cable cable{
        {ReadEnd(*tree, tree->Find(edge.value, "node1")), ReadEnd(*tree, tree->Find(edge.value, "node2"))}};
    Key a{cable.ends[0].node, cable.ends[0].interface};
    Key b{cable.ends[1].node, cable.ends[1].interface};
    if (b < a) std::swap(a, b);
    if (seen.emplace(std::move(a), std::move(b)).second) cables.push_back(std::move(cable));
  }
  return cables;
}

}  // namespace ringfence::formats
