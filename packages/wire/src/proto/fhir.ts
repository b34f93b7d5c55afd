/** HL7 FHIR over HTTP (R4 and R5, section 3.2 "RESTful API"): media types and resource types. Paths are kept as resource type only. */

/** Resource types of DSTU2 to R5. A path segment is taken for one only when it stands here: anything else may be an id or a name. */
export const FHIR_RESOURCE_TYPES: ReadonlySet<string> = new Set(`
  Account ActivityDefinition ActorDefinition AdministrableProductDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse ArtifactAssessment AuditEvent
  Basic Binary BiologicallyDerivedProduct BiologicallyDerivedProductDispense BodySite BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem
  ChargeItemDefinition Citation Claim ClaimResponse ClinicalImpression ClinicalUseDefinition CodeSystem Communication CommunicationRequest CompartmentDefinition Composition
  ConceptMap Condition ConditionDefinition Conformance Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse DataElement DetectedIssue Device
  DeviceAssociation DeviceComponent DeviceDefinition DeviceDispense DeviceMetric DeviceRequest DeviceUsage DeviceUseRequest DeviceUseStatement DiagnosticOrder DiagnosticReport
  DocumentManifest DocumentReference EffectEvidenceSynthesis EligibilityRequest EligibilityResponse Encounter EncounterHistory Endpoint EnrollmentRequest EnrollmentResponse
  EpisodeOfCare EventDefinition Evidence EvidenceReport EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag FormularyItem GenomicStudy Goal
  GraphDefinition Group GuidanceResponse HealthcareService ImagingManifest ImagingSelection ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
  ImplementationGuide Ingredient InsurancePlan InventoryItem InventoryReport Invoice Library Linkage List Location ManufacturedItemDefinition Measure MeasureReport Media
  Medication MedicationAdministration MedicationDispense MedicationKnowledge MedicationOrder MedicationRequest MedicationStatement MedicinalProduct
  MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductDefinition MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
  MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence
  NamingSystem NutritionIntake NutritionOrder NutritionProduct Observation ObservationDefinition OperationDefinition OperationOutcome Order OrderResponse Organization
  OrganizationAffiliation PackagedProductDefinition Parameters Patient PaymentNotice PaymentReconciliation Permission Person PlanDefinition Practitioner PractitionerRole
  Procedure ProcedureRequest ProcessRequest ProcessResponse Provenance Questionnaire QuestionnaireResponse ReferralRequest RegulatedAuthorization RelatedPerson RequestGroup
  RequestOrchestration Requirements ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter
  Sequence ServiceDefinition ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition StructureMap Subscription SubscriptionStatus SubscriptionTopic Substance
  SubstanceDefinition SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery
  SupplyRequest Task TerminologyCapabilities TestPlan TestReport TestScript Transport ValueSet VerificationResult VisionPrescription`.trim().split(/\s+/));

/** `application/fhir+json` and `+xml` (FHIR R4, 3.1.6), their DSTU2 spellings `application/json+fhir`, and the same within an Accept list. */
export function isFhirMediaType(value: string): boolean { return /application\/(fhir\+(json|xml|turtle)|(json|xml)\+fhir)/i.test(value); }
