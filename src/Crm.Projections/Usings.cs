global using System.Collections.Immutable;
global using Crm.Domain.Kernel;
global using Crm.Projections.EventStore;
