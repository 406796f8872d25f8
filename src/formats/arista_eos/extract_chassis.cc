// Bundles over two devices (`mlag`), the spanning tree, and tracked objects.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::arista_eos {
namespace {

Verdict ReadPeerLink(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), reader.vendor.peer_link = {}, kUnderstood;
  reader.vendor.peer_link = {TakeInterfaceName(statement.words), statement.span()};
  return kUnderstood;
}

/// What the two do while the link between them works does not hang on names, addresses and delays. What they
/// do without it is left open anyway.
constexpr Keyword kMlagKeywords[] = {
    {"domain-id"},
    {"dual-primary"},
    {"heartbeat-interval"},
    {"lacp"},
    {"local-interface"},
    {"peer-address"},
    {"peer-link", ReadPeerLink},
    {"primary-priority"},
    {"reload-delay"},
    {"shutdown", nullptr, NotModelled(kPaths, "MLAG shut down")},
};
static_assert(IsSorted(std::span<const Keyword>(kMlagKeywords)));

Verdict ReadMlagLine(Reader& reader, Statement& statement) {
  // `no shutdown` is what it does untold.
  if (statement.negated && statement.words.Peek() == "shutdown") return statement.words.Rest(), kNoEffect;
  return reader.Dispatch(kMlagKeywords, statement);
}

}  // namespace

Verdict ReadMlag(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("configuration")) return NotModelled(kPaths, "MLAG");
  if (statement.negated) return reader.vendor.peer_link = {}, kUnderstood;
  reader.Open(ReadMlagLine, kPaths);
  return kUnderstood;
}

Verdict ReadInterfaceMlag(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), reader.interface().mlag = {}, kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, 2000);
  if (!number) return kNotKnown;
  reader.interface().mlag = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadTree(Reader& reader, Statement& statement) {
  return ReadSpanningTree(statement, reader.vendor.tree);
}

Verdict ReadPortTree(Reader& reader, Statement& statement) {
  return formats::ReadPortTree(statement, reader.interface().tree);
}

Verdict ReadTrack(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (statement.negated) return statement.words.Rest(), reader.vendor.tracked.erase(name), kUnderstood;
  std::string& interface = reader.vendor.tracked[name];
  interface.clear();
  if (statement.words.Accept("interface")) {
    std::string tracked = TakeInterfaceName(statement.words);
    if (statement.words.Accept("line-protocol") && statement.words.done())
      return interface = std::move(tracked), kUnderstood;
  }
  // What depends on the object is told apart: see the groups that name it.
  return statement.words.Rest(), kNoEffect;
}

}  // namespace ringfence::formats::arista_eos
