FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
# Two variants, two graphs, two lock files: with Roslyn to write the handlers' code, without it (StaticCode) to run.
RUN dotnet restore src/Crm.Api --locked-mode \
 && dotnet build src/Crm.Api -c Release --no-restore
# In the project's folder: the generated code goes to Internal/Generated of the working folder.
RUN cd src/Crm.Api && dotnet run -c Release --no-build -- codegen write
# The runtime's identifier is no part of the locked graph, so the lock is checked first.
RUN dotnet restore src/Crm.Api --locked-mode -p:StaticCode=true \
 && dotnet publish src/Crm.Api -c Release -p:Image=true -p:NuGetLockFilePath=/tmp/packages.lock.json -o /out

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
WORKDIR /app
COPY --from=build /out .
ENV ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production ASPNETCORE_URLS=http://0.0.0.0:8080 ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["./Crm.Api"]
