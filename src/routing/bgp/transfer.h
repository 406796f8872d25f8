// How a route changes between two BGP tables: export by one speaker, import by the other. See transfer.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/source.h"
#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/policy_eval.h"
#include "routing/policy_program.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::bgp {

/// Policies of all nodes, compiled.
using PolicyPrograms = std::vector<std::unique_ptr<PolicyProgram>>;

/// Exports and imports with their memory. Cheap to make; keeps everything in the scratch.
class Transfer {
 public:
  /// All must outlive the object.
  Transfer(const SessionPlan& plan, const PolicyPrograms& programs, const PrefixTable& prefixes,
           BgpScratch& scratch)
      : plan_(plan), programs_(programs), prefixes_(prefixes), scratch_(scratch) {}

  /// What the channels of a class are told about a route of the BGP table. With `trace` the memory is not
  /// used and the lines of the terms that held are appended.
  Transferred Export(std::uint32_t export_class, const BgpRoute& route, PrefixIndex prefix,
                     std::vector<base::Span>* trace = nullptr);
  /// The same for an active route of the routing table that another protocol made.
  Transferred ExportFromTable(std::uint32_t export_class, const TableRoute& route, const BgpRoute& as_bgp,
                              std::vector<base::Span>* trace = nullptr);
  /// A default route made for the channels of the class.
  Transferred ExportDefault(std::uint32_t export_class, const BgpRoute& route, PrefixIndex prefix);
  /// What arrives in the BGP table of a received advertisement.
  Transferred Import(std::uint32_t import_class, AttributesId attributes, AddressId next_hop,
                     PrefixIndex prefix, std::vector<base::Span>* trace = nullptr);
  /// The route as policies see it.
  PolicyRoute ViewOf(const BgpRoute& route, PrefixIndex prefix) const;
  /// Evaluates a chain of the speaker on a route of its BGP table.
  PolicyResult Evaluate(std::uint32_t speaker, const CompiledChain& chain, PolicyRoute& route,
                        std::vector<base::Span>* trace = nullptr);
  /// The evaluator of the node of a speaker, made on first use.
  PolicyEvaluator& EvaluatorOf(std::uint32_t speaker);
  /// The program of the node of a speaker.
  const PolicyProgram& ProgramOf(std::uint32_t speaker) const {
    return *programs_[plan_.speakers()[speaker].node.index()];
  }
  AttributePool& pool() { return scratch_.pool; }

 private:
  Transferred ComputeExport(const ExportClass& to, const BgpRoute& route, PrefixIndex prefix,
                            std::vector<base::Span>* trace);
  bool PassesOn(const ExportClass& to, const BgpRoute& route) const;
  bool MaySend(const ExportClass& to, const PathAttributes& attributes);
  Transferred Finish(const ExportClass& to, const BgpRoute& route, const PolicyRoute& view, bool doubtful);
  void Reflect(const ExportClass& to, const BgpRoute& route, PathAttributes& attributes);
  void RewritePath(const ExportClass& to, PathAttributes& attributes);
  /// The path without private numbers and with those of the neighbour overridden, as the class says.
  AsPathId ReplaceNumbers(const ExportClass& to, AsPathId old);
  AttributesId ImportPlain(std::uint32_t plain, AttributesId attributes);
  Transferred ComputeImport(const ImportClass& at, AttributesId attributes, AddressId next_hop,
                            PrefixIndex prefix, std::vector<base::Span>* trace);
  bool Loops(const ImportClass& at, const PathAttributes& attributes);
  std::uint32_t SignatureOf(std::vector<std::vector<std::uint32_t>>& memory, std::uint32_t id,
                            std::uint32_t speaker, const CompiledChain& chain, PrefixIndex prefix);
  bool HasWellKnown(const PathAttributes& attributes, std::string_view community);

  const SessionPlan& plan_;
  const PolicyPrograms& programs_;
  const PrefixTable& prefixes_;
  BgpScratch& scratch_;
};

}  // namespace ringfence::routing::bgp
