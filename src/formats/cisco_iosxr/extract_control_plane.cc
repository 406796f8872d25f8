// What the device itself takes: policies for packets, and rates of packets to its processors. Protection of
// the management plane stands with the services (extract_management.cc).

#include "formats/cisco_iosxr/reader.h"
#include "formats/impacts.h"
#include "formats/policer_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// `flow F rate N` and `flow F max N`, of packets or of entries for flows: nothing gets through at 0.
Verdict ReadLptsLine(Reader& reader, Statement& statement) {
  reader.Open(ReadLptsLine, kOwnPackets);
  bool none = false;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "rate" || word == "max") none = none || statement.words.Next() == "0";
  }
  return none && !statement.negated ? NotModelled(kOwnPackets, "class whose packets are dropped") : kNoEffect;
}

}  // namespace

/// Queues and rates do not choose paths. Policies for steering leave the line that binds them open.
Verdict ReadPolicyMap(Reader& reader, Statement& statement) { return OpenRates(reader, statement); }

Verdict ReadLpts(Reader& reader, Statement& statement) { return ReadLptsLine(reader, statement); }

}  // namespace ringfence::formats::cisco_iosxr
