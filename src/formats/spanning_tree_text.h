// `spanning-tree ...` of a device and of a port, in the words that several systems share.
#pragma once

#include "base/source.h"
#include "formats/statement.h"
#include "model/device.h"

namespace ringfence::formats {

/// What a device says of all its ports.
struct SpanningTreeText {
  bool per_vlan = false;  ///< a tree for each VLAN; the reader sets what its system does untold
  base::Span off_span;    ///< `mode none`, `no spanning-tree vlan ...`
  base::Span guard_span;  ///< a guard of all edge ports
};

/// What a port says.
struct PortTreeText {
  base::Span guard_span;
  bool edge = false;
};

/// Words after `spanning-tree` at the top level. Costs and priorities choose among ways that all count.
inline Verdict ReadSpanningTree(Statement& statement, SpanningTreeText& tree) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  if (word == "mode") {
    const Word mode = words.Next();
    tree.per_vlan = !statement.negated && (mode == "pvst" || mode == "rapid-pvst");
    if (mode == "none") tree.off_span = statement.span();
    return words.Rest(), kUnderstood;
  }
  const bool all = word == "vlan" || word == "vlan-id" || word.empty();
  if (all && statement.negated) {
    words.Next();
    // `no spanning-tree vlan 1 priority` only takes a priority back.
    if (words.done()) return tree.off_span = statement.span(), kUnderstood;
    return words.Rest(), kNoEffect;
  }
  bool guards = false;
  for (Word next = word; !next.empty(); next = words.Next())
    guards = guards || next == "bpduguard" || next == "bpdufilter";
  if (!guards) return kNoEffect;
  tree.guard_span = statement.negated ? base::Span{} : statement.span();
  return kUnderstood;
}

/// Words after `spanning-tree` of a port.
inline Verdict ReadPortTree(Statement& statement, PortTreeText& port) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  const Word what = words.Peek();
  const bool guards = word == "bpduguard" || word == "bpdufilter" || word == "guard";
  if (guards) {
    const bool off = statement.negated || what == "disable" || what == "none" || what == "disabled";
    port.guard_span = off ? base::Span{} : statement.span();
    return words.Rest(), kUnderstood;
  }
  const bool type = word == "port" && words.Accept("type") && words.Peek() == "edge";
  if (word == "portfast" || type) port.edge = !statement.negated && what != "disable";
  return words.Rest(), kNoEffect;
}

/// The guard that acts on a port: its own, else that of all edge ports, which untold every access port may
/// be.
inline base::Span GuardOf(const SpanningTreeText& tree, const PortTreeText& port,
                          const model::SwitchPort& switched) {
  if (port.guard_span.valid()) return port.guard_span;
  return port.edge || !switched.trunk ? tree.guard_span : base::Span{};
}

}  // namespace ringfence::formats
