// Bundles over two devices (`vpc`), and the spanning tree.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

/// What the two do while the link between them works does not hang on these: roles, keepalives, delays. What
/// they do without it is left open anyway.
constexpr Keyword kDomainKeywords[] = {
    {"auto-recovery"},
    {"delay"},
    {"dual-active"},
    {"fast-convergence"},
    {"graceful"},
    {"ip"},
    {"ipv6"},
    {"layer3"},
    {"mac"},
    {"peer-gateway"},
    {"peer-keepalive"},
    {"peer-switch"},
    {"role"},
    {"shutdown", nullptr, NotModelled(kPaths, "bundles over two devices shut down")},
    {"system-mac"},
    {"system-priority"},
    {"track", nullptr, NotModelled(kPaths, "bundles over two devices that follow an object")},
    {"virtual", nullptr, NotModelled(kPaths, "peer link without cables")},
};
static_assert(IsSorted(std::span<const Keyword>(kDomainKeywords)));

Verdict ReadDomainLine(Reader& reader, Statement& statement) {
  return statement.negated ? (statement.words.Rest(), kNoEffect)
                           : reader.Dispatch(kDomainKeywords, statement);
}

}  // namespace

Verdict ReadVpcDomain(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("domain")) return NotModelled(kPaths, "bundle over two devices");
  const auto number = TakeNumber(reader, statement, 1, 1000);
  if (!number) return kNotKnown;
  reader.vendor.has_vpc_domain = !statement.negated;
  reader.Open(ReadDomainLine, kPaths);
  return kUnderstood;
}

Verdict ReadVpc(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("peer-link")) return SetFlag(statement, reader.interface().peer_link);
  if (words.Accept("orphan-port")) return words.Rest(), kNoEffect;  // acts without the peer link
  if (statement.negated) return words.Rest(), reader.interface().vpc = {}, kUnderstood;
  return SetNumber(reader, statement, reader.interface().vpc, 1, 4096);
}

Verdict ReadTree(Reader& reader, Statement& statement) {
  return ReadSpanningTree(statement, reader.vendor.tree);
}

Verdict ReadPortTree(Reader& reader, Statement& statement) {
  return formats::ReadPortTree(statement, reader.interface().tree);
}

}  // namespace ringfence::formats::cisco_nxos
