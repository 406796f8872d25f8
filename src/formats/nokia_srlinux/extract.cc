// The top of the tree: which family of statements reads which branch, and the branches that no question of
// this program depends on or that it does not model.
#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

constexpr Rule<SrlText> kTopRules[] = {
    List<SrlText>("interface", &ReadInterface, kPaths | Impact::kCopying),
    List<SrlText>("network-instance", &ReadInstance, kPaths),
    Block<SrlText>("acl", &ReadAcl, kForwarding | Impact::kManagement),
    Block<SrlText>("routing-policy", &ReadRoutingPolicy, kRouting),
    Block<SrlText>("system", &ReadSystem, Impact::kAll),
    Lacks<SrlText>("tunnel-interface", kPaths, "VXLAN"),
    Lacks<SrlText>("tunnel", kForwarding, "tunnels"),
    Lacks<SrlText>("macsec", Impact::kProtection, "MACsec"),
    Lacks<SrlText>("platform", kPaths, "line cards and resources"),
    Ignores<SrlText>("bfd"),
    Ignores<SrlText>("qos"),
    Ignores<SrlText>("oam"),
    Ignores<SrlText>("_preamble"),
};

}  // namespace

bool AllRead(const Reader& reader, NodeId node) {
  std::vector<NodeId> work{node};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    const word_tree::Mark& mark = reader.tree.node(at).mark;
    if (mark.set && mark.fate == model::Fate::kIrrelevant) continue;
    if (!mark.set || mark.fate != model::Fate::kModelled) return false;
    for (const NodeId below : Children(reader, at)) work.push_back(below);
  }
  return true;
}

SrlText Extract(Reader& reader) {
  SrlText text;
  Dispatch(reader, kRoot, text, std::span(kTopRules));
  return text;
}

}  // namespace ringfence::formats::nokia_srlinux
